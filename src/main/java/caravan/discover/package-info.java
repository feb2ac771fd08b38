/** Looks at an API, and writes the file that describes it. */
package caravan.discover;
