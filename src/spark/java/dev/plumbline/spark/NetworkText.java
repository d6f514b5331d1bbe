package dev.plumbline.spark;

import dev.plumbline.data.examples.Table;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.YamlWriter;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import org.jspecify.annotations.Nullable;

/** A specification on its way to a worker: as a network file, because its parts know no Java serialization. */
final class NetworkText implements Table.Network {
    private static final long serialVersionUID = 1;

    private final String text;
    private transient @Nullable NetworkSpec spec;

    NetworkText(NetworkSpec spec) {
        text = YamlWriter.write(spec);
    }

    @Override
    public synchronized NetworkSpec spec() {
        NetworkSpec known = spec;
        if (known == null) {
            try {
                known = YamlReader.read(text, "the network").spec();
            } catch (InvalidFileException e) {
                throw new IllegalStateException("a network that was written cannot be read: " + e.getMessage(), e);
            }
            spec = known;
        }
        return known;
    }
}
