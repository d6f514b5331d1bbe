package dev.plumbline.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of Plumbline. */
final class Version implements IVersionProvider {
    /** The version that the jar states. */
    static String here() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"plumbline " + here()};
    }
}
