/** A class for each command and its options; what caravan check looks at. */
package caravan.cli;
