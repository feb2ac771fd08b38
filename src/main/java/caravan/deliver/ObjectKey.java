package caravan.deliver;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Where a run's objects are in the bucket: {@code prefix/date=YYYY-MM-DD/}, by the day (UTC) on which the run began, so that
 * a run resumed on another day still has one object.
 *
 * @param isNew whether none of this run is there yet: then it must be written only if there is none at all
 */
public record ObjectKey(String csv, String manifest, boolean isNew) {
    /** @param prefix slashes at its ends do not count; may be empty */
    public static ObjectKey of(String prefix, String run, Instant started) {
        String folder = prefix.replaceAll("^/+|/+$", "");
        String day = (folder.isEmpty() ? "" : folder + "/")
                + "date="
                + started.atOffset(ZoneOffset.UTC).toLocalDate()
                + "/";
        return new ObjectKey(day + run + ".csv", day + "_" + run + ".manifest.json", true);
    }

    ObjectKey asNew(boolean now) {
        return new ObjectKey(csv, manifest, now);
    }
}
