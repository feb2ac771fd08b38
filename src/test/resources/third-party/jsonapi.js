// Serves the people of a file by JSON:API. Arguments: port, file.
const [port, file] = process.argv.slice(2);
const api = require('jsonapi-server');
const people = require(file).people;

api.setConfig({ base: '', port: Number(port), protocol: 'http', hostname: '127.0.0.1' });
api.define({
  resource: 'people',
  handlers: new api.MemoryHandler(),
  attributes: {
    number: api.Joi.number(),
    name: api.Joi.string(),
    note: api.Joi.string().allow(null),
  },
  examples: people.map(({ id, name, note }) => ({
    id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    type: 'people',
    number: id,
    name,
    note,
  })),
});
api.start();
