/** What is to be seen of a run while it goes on: a page for people, health and metrics for monitors. */
package caravan.live;
