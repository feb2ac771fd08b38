/** One extraction of one source, from its start or resumption until its last page is settled. */
package caravan.run;
