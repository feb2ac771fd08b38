/** What travels: a task, the page it brings, and what became of it. Plain data. */
package caravan.page;
