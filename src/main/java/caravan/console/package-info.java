/** What the user sees while the program works: events, and how far the run has come. */
package caravan.console;
