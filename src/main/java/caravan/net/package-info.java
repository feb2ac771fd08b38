/** How this process gets out: through which proxy, trusting which certificates. For the API and for S3 alike. */
package caravan.net;
