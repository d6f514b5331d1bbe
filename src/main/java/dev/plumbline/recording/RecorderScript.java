package dev.plumbline.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The one-file recorders for Python. */
public final class RecorderScript {
    private RecorderScript() {}

    /** The source, which needs only NumPy. */
    public static String text() {
        return text("recorder.py");
    }

    /** The source of the recorder for PyTorch, which includes the other one. */
    public static String ofPyTorch() {
        String numpy = text();
        String body = numpy.substring(numpy.indexOf("import difflib"));
        return text("torchrecorder.py").replace("from recorder import Recorder\n", body);
    }

    private static String text(String resource) {
        try (InputStream in = RecorderScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
