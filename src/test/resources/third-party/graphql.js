// Serves the people of a file by GraphQL with Relay's connections. Arguments: port, file.
const [port, file] = process.argv.slice(2);
const express = require('express');
const { graphqlHTTP } = require('express-graphql');
const { GraphQLFloat, GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } = require('graphql');
const { connectionArgs, connectionDefinitions, connectionFromArray } = require('graphql-relay');
const people = require(file).people;

const person = new GraphQLObjectType({
  name: 'Person',
  fields: {
    id: { type: GraphQLInt },
    name: { type: GraphQLString },
    note: { type: GraphQLString },
    amount: { type: GraphQLFloat },
  },
});
const { connectionType } = connectionDefinitions({
  nodeType: person,
  connectionFields: { totalCount: { type: GraphQLInt, resolve: () => people.length } },
});
const query = new GraphQLObjectType({
  name: 'Query',
  fields: {
    people: { type: connectionType, args: connectionArgs, resolve: (_, args) => connectionFromArray(people, args) },
  },
});
express()
  .use('/graphql', graphqlHTTP({ schema: new GraphQLSchema({ query }) }))
  .listen(Number(port), '127.0.0.1');
