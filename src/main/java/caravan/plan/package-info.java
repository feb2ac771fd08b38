/** Decides which page is requested next, and where the pages end. */
package caravan.plan;
