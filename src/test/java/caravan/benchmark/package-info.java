/** What Caravan costs, beside a bare Java program that does the same work without its promises. */
package caravan.benchmark;
