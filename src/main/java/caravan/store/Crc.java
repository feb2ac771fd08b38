package caravan.store;

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
}
