/** What can be seen before a run: one page, what is in it, and what the whole would take. */
package caravan.look;
