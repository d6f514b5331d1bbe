package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.NetworkNorm;
import dev.plumbline.dl4j.translation.Dl4jConfiguration.Call;
import dev.plumbline.spec.GradientNormalization.Cases;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The calls that include a layer in the norm over all layers; none for another normalization. */
final class Dl4jNetworkNorm implements Cases<Stream<Call<NetworkNorm>>> {
    private final int layer;

    private Dl4jNetworkNorm(int layer) {
        this.layer = layer;
    }

    /** The calls for all layers. */
    static List<Call<NetworkNorm>> of(List<Layer> layers) {
        return IntStream.range(0, layers.size())
                .boxed()
                .flatMap(layer -> layers.get(layer).gradientNormalization().stream()
                        .flatMap(word -> word.match(new Dl4jNetworkNorm(layer))))
                .toList();
    }

    @Override
    public Stream<Call<NetworkNorm>> clipValue(double threshold) {
        return Stream.of();
    }

    @Override
    public Stream<Call<NetworkNorm>> clipNorm(double threshold, NormScope per) {
        return call(per, ".clip(" + layer + ", " + threshold + ")", norm -> norm.clip(layer, threshold));
    }

    @Override
    public Stream<Call<NetworkNorm>> unitNorm(NormScope per) {
        return call(per, ".unit(" + layer + ")", norm -> norm.unit(layer));
    }

    private Stream<Call<NetworkNorm>> call(NormScope per, String java, Consumer<NetworkNorm> effect) {
        return per == NormScope.NETWORK
                ? Stream.of(new Call<>("layers[" + layer + "].gradient_normalization", java, effect))
                : Stream.of();
    }
}
