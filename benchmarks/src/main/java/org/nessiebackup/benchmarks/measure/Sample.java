package org.nessiebackup.benchmarks.measure;

/**
 * One measurement.
 *
 * @param seconds from the start of the process to its end
 * @param processorSeconds what it and all that it has started have had of the processors; negative
 *     if unknown
 * @param serverSeconds what the server has had of them meanwhile; negative if unknown
 * @param peakBytes the most memory that they have had; 0 if unknown
 * @param output what it has printed
 */
public record Sample(
    double seconds, double processorSeconds, double serverSeconds, long peakBytes, String output) {
  /** A measurement of something that is no process. */
  public static Sample ofTime(double seconds) {
    return new Sample(seconds, -1, -1, 0, "");
  }

  /** What all of them have had together; negative if unknown. */
  double allProcessorSeconds() {
    return processorSeconds < 0 ? -1 : processorSeconds + Math.max(0, serverSeconds);
  }

  public String lastLine() {
    return output.lines().toList().getLast();
  }
}
