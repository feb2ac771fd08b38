/** Text for people: numbers, names, one line. */
package caravan.text;
