/**
 * The rehearsal: an unstable CRM and an S3, in this process and on loopback only.
 *
 * <p>{@link caravan.trial.CrmSimulator} serves pages and misbehaves by script, the same way for the same seed; it knows
 * the exact file that a perfect extraction delivers. {@link caravan.trial.EmbeddedS3} keeps objects as plain files.
 * Nothing here is used by a real run, and nothing here uses the rest of the program.
 */
package caravan.trial;
