/** The right to ask: log in once, renew in time, never show a secret. */
package caravan.auth;
