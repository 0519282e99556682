/** A COSEM interface class by its Blue Book name: attributes from 2 on (1 is the logical name), methods from 1 on. */
interface CosemClass {
  name: string;
  attributes: readonly string[];
  methods: readonly string[];
}

const named = (name: string, attributes = '', methods = ''): CosemClass => ({
  name,
  attributes: attributes.split(' '),
  methods: methods.split(' '),
});

const CALENDAR = (which: string) =>
  `calendar_name_${which} season_profile_${which} week_profile_table_${which} day_profile_table_${which}`;

/** The classes that electricity meters use (Blue Book, part 2; 9000 is GBCS's own). */
const CLASSES: Readonly<Record<number, CosemClass>> = {
  1: named('Data', 'value'),
  3: named('Register', 'value scaler_unit', 'reset'),
  4: named('Extended register', 'value scaler_unit status capture_time', 'reset'),
  5: named(
    'Demand register',
    'current_average_value last_average_value scaler_unit status capture_time start_time_current period number_of_periods',
    'reset next_period',
  ),
  6: named('Register activation', 'register_assignment mask_list active_mask', 'add_register add_mask delete_mask'),
  7: named(
    'Profile generic',
    'buffer capture_objects capture_period sort_method sort_object entries_in_use profile_entries',
    'reset capture',
  ),
  8: named(
    'Clock',
    'time time_zone status daylight_savings_begin daylight_savings_end daylight_savings_deviation daylight_savings_enabled clock_base',
    'adjust_to_quarter adjust_to_measuring_period adjust_to_minute adjust_to_preset_time preset_adjusting_time shift_time',
  ),
  9: named('Script table', 'scripts', 'execute'),
  10: named('Schedule', 'entries', 'enable/disable insert delete'),
  11: named('Special days table', 'entries', 'insert delete'),
  15: named(
    'Association LN',
    'object_list associated_partners_id application_context_name xDLMS_context_info authentication_mechanism_name secret association_status security_setup_reference user_list current_user',
    'reply_to_HLS_authentication change_HLS_secret add_object remove_object add_user remove_user',
  ),
  17: named('SAP assignment', 'SAP_assignment_list', 'connect_logical_device'),
  18: named(
    'Image transfer',
    'image_block_size image_transferred_blocks_status image_first_not_transferred_block_number image_transfer_enabled image_transfer_status image_to_activate_info',
    'image_transfer_initiate image_block_transfer image_verify image_activate',
  ),
  19: named('IEC local port setup', 'default_mode default_baud prop_baud response_time device_addr pass_p1 pass_p2 pass_w5'),
  20: named(
    'Activity calendar',
    `${CALENDAR('active')} ${CALENDAR('passive')} activate_passive_calendar_time`,
    'activate_passive_calendar',
  ),
  21: named('Register monitor', 'thresholds monitored_value actions'),
  22: named('Single action schedule', 'executed_script type execution_time'),
  23: named(
    'IEC HDLC setup',
    'comm_speed window_size_transmit window_size_receive max_info_field_length_transmit max_info_field_length_receive inter_octet_time_out inactivity_time_out device_address',
  ),
  40: named('Push setup', 'push_object_list send_destination_and_method communication_window', 'push'),
  61: named('Register table', 'table_cell_values table_cell_definition scaler_unit', 'reset capture'),
  62: named('Compact data', 'compact_buffer capture_objects template_id template_description capture_method', 'reset capture'),
  63: named('Status mapping', 'status_word mapping_table'),
  64: named(
    'Security setup',
    'security_policy security_suite client_system_title server_system_title certificates',
    'security_activate key_transfer key_agreement generate_key_pair generate_certificate_request import_certificate export_certificate remove_certificate',
  ),
  65: named('Parameter monitor', 'changed_parameter capture_time parameter_list', 'add_parameter delete_parameter'),
  70: named('Disconnect control', 'output_state control_state control_mode', 'remote_disconnect remote_reconnect'),
  71: named(
    'Limiter',
    'monitored_value threshold_active threshold_normal threshold_emergency min_over_threshold_duration min_under_threshold_duration emergency_profile emergency_profile_group_id_list emergency_profile_active actions',
  ),
  111: named('Account'),
  112: named('Credit'),
  113: named('Charge'),
  115: named('Token gateway', 'token token_time token_description token_delivery_method token_status', 'enter'),
  9000: named('Extended data (GBCS)'),
};

/** `Register`, or `class 4711` for one that is not in the table. */
export const className = (classId: number): string => CLASSES[classId]?.name ?? `class ${classId}`;

/** `2 value`, or the number alone where the class names none. */
export const attributeName = (classId: number, attributeId: number): string =>
  numbered(attributeId, attributeId === 1 ? 'logical_name' : CLASSES[classId]?.attributes[attributeId - 2]);

/** `1 reset`, or the number alone. */
export const methodName = (classId: number, methodId: number): string =>
  numbered(methodId, CLASSES[classId]?.methods[methodId - 1]);

const numbered = (id: number, name: string | undefined) => (name ? `${id} ${name}` : String(id));
