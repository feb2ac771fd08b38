package caravan.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What tells whether an object holds a file's bytes: its size, its MD5, and the tag that S3 gives to what it received.
 *
 * <p>S3's ETag is the MD5 of an object uploaded at once; of one uploaded in parts, the MD5 of the parts' MD5s, a dash and
 * their number (AWS, <i>Checking object integrity</i>). With other kinds of encryption it is neither, and proves nothing.
 */
public record Fingerprint(long bytes, String md5, String partsTag) {
    /** Reads the file once. {@code partBytes}: the size of all parts but the last. */
    static Fingerprint of(Path file, long partBytes) throws IOException {
        MessageDigest whole = newMd5();
        MessageDigest part = newMd5();
        List<byte[]> parts = new ArrayList<>();
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int count;
            while ((count = in.read(buffer, 0, (int) Math.min(buffer.length, partBytes - bytes % partBytes))) > 0) {
                whole.update(buffer, 0, count);
                part.update(buffer, 0, count);
                bytes += count;
                if (bytes % partBytes == 0) {
                    parts.add(part.digest());
                }
            }
        }
        if (bytes % partBytes != 0) {
            parts.add(part.digest());
        }
        MessageDigest ofParts = newMd5();
        parts.forEach(ofParts::update);
        return new Fingerprint(bytes, hex(whole), hex(ofParts) + "-" + parts.size());
    }

    /** Whether an ETag is that of these bytes. */
    boolean hasTag(String etag) {
        String tag = etag.replace("\"", "");
        return tag.equalsIgnoreCase(md5) || tag.equalsIgnoreCase(partsTag);
    }

    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
