package dev.plumbline.data.examples;

import java.io.IOException;
import java.io.InputStream;

/** The text of a part of a table. */
public interface TextSource {
    /** Opens it at its beginning. */
    InputStream open() throws IOException;
}
