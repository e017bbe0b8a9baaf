/** The few things that helplines.test.ts asks of a package that brings no types. */
declare module 'google-libphonenumber' {
  type PhoneNumber = object
  interface PhoneNumberUtil {
    parse(text: string, region: string): PhoneNumber
    isValidNumberForRegion(number: PhoneNumber, region: string): boolean
  }
  interface ShortNumberInfo {
    isEmergencyNumber(number: string, region: string): boolean
    isValidShortNumberForRegion(number: PhoneNumber, region: string): boolean
  }
  const lib: {
    PhoneNumberUtil: { getInstance(): PhoneNumberUtil }
    ShortNumberInfo: { getInstance(): ShortNumberInfo }
  }
  export default lib
}
