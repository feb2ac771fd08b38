/** The file to S3, checked there, and the manifest that says what it is. */
package caravan.deliver;
