/** One attempt to get a page: deadline, response, page format, kinds of failure. */
package caravan.fetch;
