/** The settings: name, default, type and range of each, and where they come from. */
package caravan.settings;
