package caravan.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** CRC32C (RFC 3720), written as eight hexadecimal digits. */
final class Crc {
    private Crc() {}

    static String of(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return hex(crc);
    }

    static String hex(Checksum crc) {
        return "%08x".formatted(crc.getValue());
    }

    /** @throws IOException when the bytes of a page, all of them read, are not those that were stored */
    static void check(LedgerLine.Stored page, Checksum read, Path csv) throws IOException {
        if (!hex(read).equals(page.section().crc32c())) {
            throw new IOException("Page %d in %s is not what was stored: another program or the disk has changed it"
                    .formatted(page.page(), csv));
        }
    }
}
