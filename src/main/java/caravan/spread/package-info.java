/** Pages that others fetch for this process: what travels between them, as bytes. */
package caravan.spread;
