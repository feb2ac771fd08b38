package caravan.store;

import caravan.page.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.dataformat.csv.CsvDataFormat;
import org.apache.camel.dataformat.csv.CsvMarshaller;
import org.apache.camel.dataformat.csv.CsvMarshallerFactory;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * camel-csv's seam for writing rows: takes delimiter, quote and record separator from the {@code marshal} step and writes a
 * page's cells as they are, without a string or a map for any of them.
 */
public final class RowWriter implements CsvMarshallerFactory {
    private @Nullable CsvDialect dialect;

    @Override
    public CsvMarshaller create(CSVFormat format, CsvDataFormat dataFormat) {
        CsvDialect created = new CsvDialect(format);
        synchronized (this) {
            dialect = created;
        }
        return new RowMarshaller(format, created);
    }

    /** The dialect of the route's {@code marshal} step. */
    public synchronized CsvDialect dialect() {
        if (dialect == null) {
            throw new IllegalStateException(
                    "No marshal step uses the row writer: it needs marshallerFactory: \"#rowWriter\"");
        }
        return dialect;
    }

    /** How many bytes of the file a page's rows would be, its header left out. */
    public long measure(Page page) {
        CsvDialect.CellBuffer buffer = new CsvDialect.CellBuffer(0);
        new Rows(page, page.columns()).write(dialect(), buffer);
        return buffer.size();
    }

    private static final class RowMarshaller extends CsvMarshaller {
        private final CsvDialect dialect;
        /** Pages are written one at a time: a buffer of the size of a page for all of them. */
        private final AtomicReference<CsvDialect.@Nullable CellBuffer> spare = new AtomicReference<>();

        RowMarshaller(CSVFormat format, CsvDialect dialect) {
            super(format);
            this.dialect = dialect;
        }

        @Override
        public void marshal(Exchange exchange, Object rows, OutputStream out) throws IOException {
            CsvDialect.CellBuffer buffer = spare.getAndSet(null);
            if (buffer == null) {
                buffer = new CsvDialect.CellBuffer(0);
            }
            ((Rows) rows).write(dialect, buffer);
            out.write(buffer.bytes(), 0, buffer.size());
            spare.set(buffer);
        }

        @Override
        protected Iterable<?> getMapRecordValues(java.util.Map<?, ?> map) {
            return map.values();
        }
    }
}
