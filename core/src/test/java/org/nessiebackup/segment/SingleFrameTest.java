package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One frame passes, whatever it looks like; nothing else does. */
class SingleFrameTest {
  private static byte[] content(int length) {
    byte[] content = new byte[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      // Some that can be compressed, some that cannot, and long runs.
      content[i] = (byte) (i % 100_000 < 40_000 ? random.nextInt() : i / 30_000);
    }
    return content;
  }

  private static byte[] plus(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  private static long passed(byte[] bytes) throws IOException {
    try (InputStream frame = new SingleFrame(new ByteArrayInputStream(bytes))) {
      return frame.transferTo(OutputStream.nullOutputStream());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200, 255, 256, 70_000, 1_000_000})
  void aFrameOfAnyKindPasses(int length) throws IOException {
    for (int kind = 0; kind < 8; kind++) {
      byte[] frame;
      try (ZstdCompressCtx context = new ZstdCompressCtx()) {
        context.setChecksum((kind & 1) != 0).setContentSize((kind & 2) != 0).setLevel(kind);
        if ((kind & 4) != 0) {
          context.setWindowLog(18);
        }
        frame = context.compress(content(length));
      }
      assertThat(passed(frame)).isEqualTo(frame.length);
      byte[] more = plus(frame, new byte[1]);
      assertThatThrownBy(() -> passed(more))
          .isInstanceOf(DamagedSegmentException.class)
          .hasMessageContaining("behind its frame");
    }
  }

  @Test
  void aSecondFrameAndFramesToSkipDoNotPass() throws IOException {
    byte[] frame = Zstd.compress(content(1000));
    byte[] skipped =
        ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(0x184D2A50).putInt(4).array();
    assertThatThrownBy(() -> passed(plus(frame, frame))).hasMessageContaining("behind its frame");
    assertThatThrownBy(() -> passed(plus(frame, skipped))).hasMessageContaining("behind its frame");
    assertThatThrownBy(() -> passed(plus(skipped, frame))).hasMessageContaining("not a Zstandard");
  }

  @Test
  void nothingIsSeenTooLateWhenItComesInSmallPieces() throws IOException {
    byte[] frame = Zstd.compress(content(70_000));
    try (InputStream single = new SingleFrame(new ByteArrayInputStream(plus(frame, frame)))) {
      for (int i = 0; i < frame.length; i++) {
        assertThat(single.read()).isEqualTo(frame[i] & 0xFF);
      }
      assertThatThrownBy(single::read).isInstanceOf(DamagedSegmentException.class);
    }
  }
}
