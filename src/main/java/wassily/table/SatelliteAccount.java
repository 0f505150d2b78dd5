package wassily.table;

import wassily.label.Axis;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;

/**
 * What production and final demand do to the environment and to people: emissions, resources,
 * employment.
 *
 * @param name the account's name, unique in the table
 * @param stressors its K rows
 * @param f F, K × n: by production, in each stressor's unit
 * @param fY F_Y, K × R·C: directly by final demand (households); zeros when there is none
 */
public record SatelliteAccount(
    String name, Axis<Stressor> stressors, HostMatrix f, HostMatrix fY) {}
