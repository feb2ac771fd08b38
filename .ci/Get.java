import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Prints what a URL answers: a JDK is there, curl may not be. */
class Get {
    public static void main(String[] url) throws IOException {
        try (InputStream body = URI.create(url[0]).toURL().openStream()) {
            body.transferTo(System.out);
        }
        System.out.flush();
    }
}
