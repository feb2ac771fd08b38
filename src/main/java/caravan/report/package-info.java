/** What the run came to: for people, for programs, and as an exit code. */
package caravan.report;
