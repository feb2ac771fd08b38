package caravan.cli;

import caravan.live.LiveAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether and where the live page is served. */
final class LiveOptions {
    @Option(
            names = "--live",
            arity = "0..1",
            paramLabel = "[HOST:]PORT",
            fallbackValue = "8484",
            converter = Converter.class,
            description = "Serve the report as a page that follows the run, with /observe/health and /observe/metrics. "
                    + "On 127.0.0.1, port 8484 unless told otherwise; 0 is any free port. "
                    + "With a HOST, such as 0.0.0.0, whoever can reach it can see the page.")
    @Nullable
    LiveAddress address;

    static final class Converter implements ITypeConverter<LiveAddress> {
        @Override
        public LiveAddress convert(String text) {
            try {
                return LiveAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
