/** An API resource: where it is, and how it is paginated. */
package caravan.source;
