/** Boot: the command line, the settings, and every bean that the routes call. */
package caravan;
