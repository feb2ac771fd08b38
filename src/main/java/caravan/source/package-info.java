/** What to ask next. Pure: no network, no clock. */
package caravan.source;
