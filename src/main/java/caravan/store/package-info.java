/** Rows to bytes, and what of them is durable: the CSV file and the ledger that vouches for it. */
package caravan.store;
