/** The command line's root; every room is a package below. */
package caravan;
