/** Every bean that the routes call, and Camel from its start to its end. */
package caravan.boot;
