/** The settings: one row each, from which all else is derived, and where their values come from. */
package caravan.settings;
