/** Text for people: numbers, durations, sizes, plurals, names, safe lines. Pure; knows nothing of the project. */
package caravan.text;
