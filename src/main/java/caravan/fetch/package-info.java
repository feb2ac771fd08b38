/** One page, wholly or not at all: asked at the right time, read against a deadline, checked, its failures classed. */
package caravan.fetch;
