/**
 * Each route file by itself, as it is shipped, with its neighbours replaced: what goes in, what comes out, how often a step is
 * tried, and what a failing one does.
 */
package caravan.routes;
