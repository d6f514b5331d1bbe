package dev.plumbline.dl4j.run;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Prepares ND4J before every test class, whichever starts it: some classes create DL4J's own objects before any run of
 * Plumbline, and ND4J reads its properties once in a process. JUnit registers it for all classes.
 */
public final class TunedNd4j implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Dl4jTuning.prepare();
    }
}
