/** What caravan check and caravan preview show of a source. */
package caravan.preview;
