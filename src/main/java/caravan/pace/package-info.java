/** Decides how many requests are in flight at once, and how fast they follow each other. */
package caravan.pace;
