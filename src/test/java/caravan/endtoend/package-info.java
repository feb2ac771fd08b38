/** The packaged program from outside: a child process, a CRM and an S3 that are real servers, and what is left behind. */
package caravan.endtoend;
