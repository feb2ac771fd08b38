package caravan.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;

/** Some bytes of a file, as a stream. One section of a file is read at a time; closing it does not close the file. */
final class FileSection extends InputStream {
    private final RandomAccessFile file;
    private long left;

    FileSection(RandomAccessFile file, long offset, long length) throws IOException {
        this.file = file;
        left = length;
        file.seek(offset);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = file.read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }
}
